"""What a text is made of: markers, series, dates, names, quotations, signatures."""
