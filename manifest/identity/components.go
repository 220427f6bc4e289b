package identity

// components lists the strongly connected components of a graph, given as the
// neighbours of each node, each before those that refer to it (Tarjan 1972).
// The recursion is kept on a slice: generated code has chains of calls deeper
// than a stack should be.
func components(out [][]int32) [][]int32 {
	var (
		all    [][]int32
		stack  []int32
		number = make([]int32, len(out)) // in the order of discovery, from 1
		low    = make([]int32, len(out))
		on     = make([]bool, len(out))
		last   int32
	)
	type frame struct {
		node int32
		next int // of its neighbours
	}
	var frames []frame
	enter := func(n int32) {
		last++
		number[n], low[n] = last, last
		stack = append(stack, n)
		on[n] = true
		frames = append(frames, frame{node: n})
	}
	for start := range out {
		if number[start] != 0 {
			continue
		}
		enter(int32(start))
		for len(frames) > 0 {
			top := &frames[len(frames)-1]
			n := top.node
			if top.next < len(out[n]) {
				m := out[n][top.next]
				top.next++
				switch {
				case number[m] == 0:
					enter(m)
				case on[m]:
					low[n] = min(low[n], number[m])
				}
				continue
			}
			frames = frames[:len(frames)-1]
			if len(frames) > 0 {
				parent := frames[len(frames)-1].node
				low[parent] = min(low[parent], low[n])
			}
			if low[n] != number[n] {
				continue
			}
			begin := len(stack) - 1
			for stack[begin] != n {
				begin--
			}
			scc := append([]int32(nil), stack[begin:]...)
			for _, m := range scc {
				on[m] = false
			}
			stack = stack[:begin]
			all = append(all, scc)
		}
	}
	return all
}
