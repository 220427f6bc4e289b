package mutation

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

// Each statement that may give a variable the argument's storage.

func labelledLoop(b *box) int {
	x := &box{}
loop:
	for {
		x = b
		break loop
	}
	x.n = 1 // want `labelledLoop writes through its argument b`
	return 1
}

func breaksTwo(b *box, n int) int {
	x := &box{}
outer:
	for i := 0; i < n; i++ {
		for range n {
			x = b
			break outer
		}
		x = &box{}
	}
	x.n = 1 // want `breaksTwo writes through its argument b`
	return 1
}

func continuesOuter(b *box, n int) int {
	x := &box{}
outer:
	for range n {
		for range n {
			x = b
			continue outer
		}
		x = &box{}
	}
	x.n = 1 // want `continuesOuter writes through its argument b`
	return 1
}

func continuesLoop(b *box, n int) int {
	x := &box{}
	for range n {
		switch {
		case n > 3:
			x = b
			continue
		}
		x = &box{}
	}
	x.n = 1 // want `continuesLoop writes through its argument b`
	return 1
}

func afterGoto(b *box, n int) int {
	x := b
	if n > 3 {
		goto done
	}
	return 0
done:
	x.n = 1 // want `afterGoto writes through its argument b`
	return 1
}

func beforeGoto(b *box, n int) int {
	x := &box{}
again:
	x.n = 1 // want `beforeGoto writes through its argument b`
	if n > 3 {
		x = b
		n = 0
		goto again
	}
	return 1
}

func labelledSwitch(b *box, v any) int {
	x := &box{}
which:
	switch v.(type) {
	case int:
		x = b
		break which
	}
	x.n = 1 // want `labelledSwitch writes through its argument b`
	return 1
}

func breaksInSwitch(b *box, v any) int {
	x := &box{}
which:
	switch v.(type) {
	case int:
		for {
			x = b
			break which
		}
	default:
		x = &box{n: 1}
	}
	x.n = 1 // want `breaksInSwitch writes through its argument b`
	return 1
}

func typeSwitch(v any) int {
	switch b := v.(type) {
	case *box:
		b.n = 1 // want `typeSwitch writes through its argument v`
	}
	return 1
}

func fallsThrough(b *box, n int) int {
	x := &box{}
	switch n {
	case 1:
		x = b
		fallthrough
	case 2:
		x.n = 1 // want `fallsThrough writes through its argument b`
	}
	return 1
}

func selects(b *box, done chan bool) int {
	x := &box{}
	select {
	case <-done:
		x = b
	default:
	}
	x.n = 1 // want `selects writes through its argument b`
	return 1
}

func breaksOuter(b *box, list []int) int {
	x := b
	for range list {
		switch {
		case len(list) > 3:
			break
		}
		x = &box{}
		break
	}
	x.n = 1 // want `breaksOuter writes through its argument b`
	return 1
}

func declares(b *box) int {
	var _, x = withSelf(b)
	x.n = 1 // want `declares writes through its argument b`
	return 1
}

func withSelf(b *box) (*box, *box) { return &box{}, b }

func throughPointer(b *box) int {
	x := new(*box)
	*x = b
	(*x).n = 1 // want `throughPointer writes through its argument b`
	return 1
}

func intoPointer(b *box) int {
	x := &box{}
	*x = *b
	x.items[0] = 1 // want `intoPointer writes through its argument b`
	return 1
}

func numbered(b *box) int {
	list := [...]*box{1: b}
	list[1].n = 1 // want `numbered writes through its argument b`
	return 1
}

func appended(b *box) int {
	list := append([]*box(nil), b)
	list[0].n = 1 // want `appended writes through its argument b`
	return 1
}

func variadic(b *box) int {
	setAll(1, b) // want `variadic writes through its argument b`
	return 1
}

func setAll(n int, list ...*box) {
	for _, b := range list {
		b.n = n
	}
}

func valueOfMap(m map[string]*box) int {
	for _, b := range m {
		b.n = 1 // want `valueOfMap writes through its argument m`
	}
	return 1
}

// Fine: all that is written to is new.

func replacedInEachCase(b *box, n int) int {
	x := b
	switch n {
	case 1:
		x = &box{}
	default:
		x = &box{n: n}
	}
	x.n = 1
	return x.n
}

func replacedInEachClause(b *box, done chan bool) int {
	x := b
	select {
	case <-done:
		x = &box{}
	default:
		x = &box{n: 2}
	}
	x.n = 1
	return x.n
}

func copiedElements(m map[string]int, list [3]int) int {
	own := append([]int(nil), list[:]...)
	own[0] = m["a"]
	return own[0]
}

var (
	_ = checkpoint.Func(labelledLoop)
	_ = checkpoint.Func(breaksTwo)
	_ = checkpoint.Func(continuesOuter)
	_ = checkpoint.Func(continuesLoop)
	_ = checkpoint.Func(afterGoto)
	_ = checkpoint.Func(beforeGoto)
	_ = checkpoint.Func(labelledSwitch)
	_ = checkpoint.Func(breaksInSwitch)
	_ = checkpoint.Func(typeSwitch)
	_ = checkpoint.Func(fallsThrough)
	_ = checkpoint.Func(selects)
	_ = checkpoint.Func(breaksOuter)
	_ = checkpoint.Func(declares)
	_ = checkpoint.Func(throughPointer)
	_ = checkpoint.Func(intoPointer)
	_ = checkpoint.Func(numbered)
	_ = checkpoint.Func(appended)
	_ = checkpoint.Func(variadic)
	_ = checkpoint.Func(valueOfMap)
	_ = checkpoint.Func(replacedInEachCase)
	_ = checkpoint.Func(replacedInEachClause)
	_ = checkpoint.Func(copiedElements)
)
