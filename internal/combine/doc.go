// Package combine makes one analyzer of several, for drivers that take one a
// package, show no category, or make findings of their own out of related
// information. The packages that are imported by such drivers stand on it:
// analyzer/nogo and analyzer/golangci.
//
//	C1  The combined analyzer runs the others itself, each after those that it
//	    requires, as the driver would, and reports what they report: a driver shows
//	    no findings of analyzers that are only required.
//	C2  What is required from outside, facts above all, stays the driver's: it is
//	    what the combined analyzer requires, and none of the others may have facts.
//	C3  The category comes first in the message, "impure: ", as it is what an ignore
//	    has to name. Related information is left out: the message says it.
//	C4  A flag of the analyzer checkpoint_impure, such as pure, is impure.pure. The
//	    flag disable takes categories whose findings are dropped; their analyzers run
//	    nevertheless, as others may need their results.
package combine
