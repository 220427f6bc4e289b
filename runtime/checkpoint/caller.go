package checkpoint

import (
	"runtime"

	"github.com/gocheckpoint/checkpoint/internal/funcname"
)

// A caller is who called Func: a place in code, of which the package is found when
// somebody asks, as that takes longer than all else that registering does.
type caller struct {
	pc  uintptr // where it goes on after the call
	pkg *string // the package, where that is known without a place
}

// name is the caller's package, as the runtime names it: main for that of a program;
// "" if it is unknown.
func (c caller) name() string {
	if c.pkg != nil {
		return *c.pkg
	}
	// The function around the call itself, also where that was inlined.
	if fn := runtime.FuncForPC(c.pc - 1); fn != nil {
		if pkg, _, ok := funcname.Split(fn.Name()); ok {
			return pkg
		}
	}
	return ""
}
