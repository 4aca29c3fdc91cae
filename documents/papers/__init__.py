"""Papers of the processes (各流程文书): one module for each process; a kind of paper is found by being declared here."""
