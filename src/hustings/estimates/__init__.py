"""What all numbers share: resampling and intervals."""
