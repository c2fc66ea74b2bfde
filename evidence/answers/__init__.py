"""What is known of a claim, a condition, a map, harms: worked out once, laid out by everybody."""
