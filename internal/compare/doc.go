// Package compare has two tools judge the same small programs: checkpointvet,
// and Temporal's workflowcheck, which looks for what workflows may not do because
// they are replayed. docs/workflowcheck.md has the outcome; cmd/compare makes its
// table anew.
//
//	C1  A program is a folder of testdata/programs.txtar. It is written out twice:
//	    with a registration of its function run for checkpointvet, and with
//	    workflow.Context as run's first parameter for workflowcheck. That package is
//	    one of our own that declares the type and nothing else.
//	C2  The marks "impure" in the source say what is so. A tool is right on a program
//	    with marks if it has a finding that leads to a marked line, and on one
//	    without marks if it has none. A finding leads to the line where it stands and
//	    to those that its message names in the program's own file.
//	C3  Of checkpointvet, the findings of impure, output, mutation and capture count.
//	    Those of other checks are about something else.
package compare
