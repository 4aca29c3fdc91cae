"""Walking a process through its pages (流程演练): real forms, real permissions, a travelling clock, a database of its own."""
