"""By which way words came: outlets, datelines, channels, and who cites whom."""
