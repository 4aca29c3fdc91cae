"""What several processes share (流程族): above the engine, which knows no process, and below the processes."""
