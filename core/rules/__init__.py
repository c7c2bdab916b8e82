"""Plain arithmetic that several rooms stand on: numbers of people and firms, words of a search, codes, rates."""
