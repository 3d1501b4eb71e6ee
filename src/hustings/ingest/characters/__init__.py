"""From bytes to characters, whatever encoding or font they are in."""
