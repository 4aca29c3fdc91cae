"""The questions of each step (表单): a kit of step forms and fields, and one file for each process."""
