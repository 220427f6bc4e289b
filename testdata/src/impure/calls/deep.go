package calls

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

// What an interface value is, callers decide, however deep an argument holds it.

type Counter interface{ Count() int }

type leafOf struct{ counter Counter }

type branchOf struct{ leaves []leafOf }

type treeOf struct{ branches []branchOf }

func shallowHeld(b branchOf) int {
	return b.leaves[0].counter.Count() // want `^cannot determine whether shallowHeld is pure: it calls Counter.Count of its argument b, which callers decide$`
}

func deepHeld(t treeOf) (n int) {
	for _, b := range t.branches {
		for _, l := range b.leaves {
			n += l.counter.Count() // want `^cannot determine whether deepHeld is pure: it calls Counter.Count of its argument t, which callers decide$`
		}
	}
	return n
}

var (
	_ = checkpoint.Func(shallowHeld)
	_ = checkpoint.Func(deepHeld)
)
