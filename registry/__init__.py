"""Who is who (登记): organisations, persons, posts and their holders by date, members and where they belong."""
