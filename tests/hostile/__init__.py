"""Input that fights back: what must hold for any bytes whatever, tried by tables, by a kept corpus and by mutation."""
