"""The pages (页面): they draw any step from its form, article and term, and name no process."""
