"""What all text methods share: tokens, stems, dictionaries' terms."""
