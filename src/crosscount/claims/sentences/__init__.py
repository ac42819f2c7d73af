"""What a sentence says: its phrases, where they are, who does what to whom."""
