"""What is found by rule: verbs, passives, nouns, phrases, labels, lines and quotations."""
