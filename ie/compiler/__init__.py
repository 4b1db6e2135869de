"""A checked tree to a ruleset: forms of words, symbols, regular expressions, triggers, gazetteers."""
