package output

import (
	"fmt"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// Variables that nothing changes are as good as constants.
var (
	traceLevel = 0
	tracing    bool
	rate       float64
)

// These change, or may.
var (
	verbosity = 0
	pointed   = 0
	counted   int
	stepped   int
	started   = begun()
	name      = "" // which the linker may set
	switched  flagged
	Exported  = 0
)

type flagged bool

func (f *flagged) set() { *f = true }

func begun() bool { return true }

// setup changes what isn't fixed.
func setup(levels []int) *int {
	verbosity = 1
	counted++
	for stepped = range levels {
	}
	switched.set()
	return &pointed
}

func traced(n int) int {
	if traceLevel >= 3 {
		fmt.Println("level", traceLevel)
	}
	if tracing || 1 < (traceLevel) {
		fmt.Println("tracing")
	}
	if rate != 0 && n > 1 {
		fmt.Println("rate", rate)
	}
	return n
}

func atLevel(n int) int {
	if traceLevel < 3 {
		fmt.Println(n) // want `^atLevel writes to standard output, which a hit would lose: fmt.Println$`
	}
	return n
}

func elsewhere(n int) int {
	if tracing {
		fmt.Println(n)
	} else {
		fmt.Println(-n) // want `^elsewhere writes to standard output, which a hit would lose: fmt.Println$`
	}
	return n
}

func chatty(n int) int {
	if verbosity > 0 {
		fmt.Println(n) // want `^chatty writes to standard output, which a hit would lose: fmt.Println$`
	}
	return n
}

func byPointer(n int) int {
	if pointed > 0 {
		fmt.Println(n) // want `^byPointer writes to standard output, which a hit would lose: fmt.Println$`
	}
	return n
}

func byCount(n int) int {
	if counted > 0 {
		fmt.Println(n) // want `^byCount writes to standard output, which a hit would lose: fmt.Println$`
	}
	return n
}

func byLoop(n int) int {
	if stepped > 0 {
		fmt.Println(n) // want `^byLoop writes to standard output, which a hit would lose: fmt.Println$`
	}
	return n
}

func byCall(n int) int {
	if started {
		fmt.Println(n) // want `^byCall writes to standard output, which a hit would lose: fmt.Println$`
	}
	return n
}

func byLinker(n int) int {
	if name != "" {
		fmt.Println(n) // want `^byLinker writes to standard output, which a hit would lose: fmt.Println$`
	}
	return n
}

func bySetter(n int) int {
	if switched {
		fmt.Println(n) // want `^bySetter writes to standard output, which a hit would lose: fmt.Println$`
	}
	return n
}

func byOthers(n int) int {
	if Exported > 0 {
		fmt.Println(n) // want `^byOthers writes to standard output, which a hit would lose: fmt.Println$`
	}
	return n
}

var (
	_ = checkpoint.Func(traced)
	_ = checkpoint.Func(atLevel)
	_ = checkpoint.Func(elsewhere)
	_ = checkpoint.Func(chatty)
	_ = checkpoint.Func(byPointer)
	_ = checkpoint.Func(byCount)
	_ = checkpoint.Func(byLoop)
	_ = checkpoint.Func(byCall)
	_ = checkpoint.Func(byLinker)
	_ = checkpoint.Func(bySetter)
	_ = checkpoint.Func(byOthers)
)
