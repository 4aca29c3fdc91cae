"""How the pages are to use (界面门槛): weight, speed, accessibility, without script, languages, mistakes (make ux)."""
