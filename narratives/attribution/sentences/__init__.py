"""What a sentence is to the rules: words, verbs that attribute, phrases, clauses."""
