package identity

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// colours makes one colour of each number.
func colours(numbers []int) [][32]byte {
	out := make([][32]byte, len(numbers))
	for i, n := range numbers {
		binary.BigEndian.PutUint64(out[i][:], uint64(n))
	}
	return out
}

// An edit at one end of a component has to travel to the other: refining in
// rounds over all nodes, a ring of n takes n rounds.
func TestI7RefinementLooksAtEachEdgeALogarithmicNumberOfTimes(t *testing.T) {
	const n = 20000
	ring := make([][]int32, n)
	ladder := make([][]int32, n) // two rings with rungs
	chain := make([][]int32, n)  // each to the next, and back to the first
	for i := range int32(n) {
		ring[i] = []int32{(i + 1) % n}
		ladder[i] = []int32{(i + 2) % n, i ^ 1}
		chain[i] = []int32{min(i+1, n-1), 0}
	}
	for name, out := range map[string][][]int32{"ring": ring, "ladder": ladder, "chain": chain} {
		for _, odd := range []bool{false, true} {
			numbers := make([]int, n)
			if odd {
				numbers[n/3] = 1
			}
			edges := 0
			for _, to := range out {
				edges += len(to)
			}
			p := newPartition(colours(numbers), out)
			_, members := p.classes()
			if want := 1; !odd && len(members) != want || odd && len(members) < n/4 {
				t.Errorf("%s, odd %v: %d classes", name, odd, len(members))
			}
			if limit := 2 * edges * bits.Len(n); p.steps > limit {
				t.Errorf("%s, odd %v: %d steps for %d edges, want at most %d", name, odd, p.steps, edges, limit)
			}
		}
	}
}

// roundByRound refines in the obvious way.
func roundByRound(numbers []int, out [][]int32) (classes []int, count int) {
	classes = numbers
	for {
		next := make([]int, len(classes))
		known := map[string]int{}
		for i := range classes {
			key := fmt.Sprint(classes[i])
			for _, to := range out[i] {
				key += fmt.Sprint(" ", classes[to])
			}
			if _, ok := known[key]; !ok {
				known[key] = len(known)
			}
			next[i] = known[key]
		}
		if len(known) == count {
			return next, count
		}
		classes, count = next, len(known)
	}
}

// random makes a graph with few colours, so that much is alike.
func random(r *rand.Rand) (numbers []int, out [][]int32) {
	n := 1 + r.IntN(30)
	numbers, out = make([]int, n), make([][]int32, n)
	for i := range out {
		numbers[i] = r.IntN(2)
		for range r.IntN(2) + numbers[i] { // a colour tells the number of references or more
			out[i] = append(out[i], int32(r.IntN(n)))
		}
		numbers[i] = 10*numbers[i] + len(out[i])
	}
	return numbers, out
}

func TestI7RefinementFindsWhatRoundsOverAllNodesFind(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		numbers, out := random(r)
		class, members := newPartition(colours(numbers), out).classes()
		want, count := roundByRound(numbers, out)
		if len(members) != count {
			t.Fatalf("%v %v: %d classes, want %d", numbers, out, len(members), count)
		}
		for i := range class {
			for j := range class {
				if (class[i] == class[j]) != (want[i] == want[j]) {
					t.Fatalf("%v %v: nodes %d and %d are in %d and %d, want %d and %d", numbers, out, i, j, class[i], class[j], want[i], want[j])
				}
			}
		}
	}
}

func TestI7TheOrderOfClassesDoesNotDependOnTheNumberingOfNodes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		numbers, out := random(r)
		class, _ := newPartition(colours(numbers), out).classes()
		perm := r.Perm(len(numbers))
		numbers2, out2 := make([]int, len(numbers)), make([][]int32, len(numbers))
		for i, to := range perm {
			numbers2[to] = numbers[i]
			for _, m := range out[i] {
				out2[to] = append(out2[to], int32(perm[m]))
			}
		}
		class2, _ := newPartition(colours(numbers2), out2).classes()
		moved := make([]int32, len(class))
		for i, to := range perm {
			moved[i] = class2[to]
		}
		if !slices.Equal(class, moved) {
			t.Fatalf("%v %v: classes %v, renumbered by %v %v", numbers, out, class, perm, moved)
		}
	}
}
