"""What suspending and restoring a membership share (停止党籍、恢复党籍), handbook 7: the county, the meeting, how long it was."""
