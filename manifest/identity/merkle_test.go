package identity

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// connected makes a random graph whose nodes all lead to each other, with few
// colours.
func connected(r *rand.Rand) (numbers []int, out [][]int32) {
	n := 1 + r.IntN(9)
	numbers, out = make([]int, n), make([][]int32, n)
	degree := 1 + r.IntN(2)
	for i := range out {
		out[i] = []int32{int32((i + 1) % n)}
		for range degree - 1 + r.IntN(2)*r.IntN(2) {
			out[i] = append(out[i], int32(r.IntN(n)))
		}
		r.Shuffle(len(out[i]), func(x, y int) { out[i][x], out[i][y] = out[i][y], out[i][x] })
		numbers[i] = 10*r.IntN(1+r.IntN(2)) + len(out[i])
	}
	return numbers, out
}

// takes reports whether an isomorphism takes one node to another: as references
// have an order, there is one at most.
func takes(numbers []int, out [][]int32, from int32, numbers2 []int, out2 [][]int32, to int32) bool {
	if len(out) != len(out2) {
		return false
	}
	image := make(map[int32]int32)
	taken := make(map[int32]bool)
	type pair struct{ x, y int32 }
	work := []pair{{from, to}}
	for len(work) > 0 {
		p := work[0]
		work = work[1:]
		if y, ok := image[p.x]; ok {
			if y != p.y {
				return false
			}
			continue
		}
		if taken[p.y] || numbers[p.x] != numbers2[p.y] || len(out[p.x]) != len(out2[p.y]) {
			return false
		}
		image[p.x], taken[p.y] = p.y, true
		for i := range out[p.x] {
			work = append(work, pair{out[p.x][i], out2[p.y][i]})
		}
	}
	return true
}

func TestI7CanonicalTellsApartWhatNoIsomorphismTakesToEachOther(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	type graph struct {
		numbers []int
		out     [][]int32
		whole   [32]byte
		place   []int32
	}
	var known []graph
	symmetric := 0
	for range 4000 {
		numbers, out := connected(r)
		whole, place := canonical(colours(numbers), out)
		g := graph{numbers, out, whole, place}
		for x := range int32(len(out)) {
			for y := range x {
				same := takes(numbers, out, x, numbers, out, y)
				if same {
					symmetric++
				}
				if same != (place[x] == place[y]) {
					t.Fatalf("%v %v: nodes %d and %d have the numbers %d and %d", numbers, out, x, y, place[x], place[y])
				}
			}
		}
		perm := r.Perm(len(out)) // the same graph, its nodes numbered otherwise
		numbers2, out2 := make([]int, len(out)), make([][]int32, len(out))
		for i, to := range perm {
			numbers2[to] = numbers[i]
			for _, m := range out[i] {
				out2[to] = append(out2[to], int32(perm[m]))
			}
		}
		whole2, place2 := canonical(colours(numbers2), out2)
		moved := make([]int32, len(place))
		for i, to := range perm {
			moved[i] = place2[to]
		}
		if whole2 != whole || !slices.Equal(moved, place) {
			t.Fatalf("%v %v: numbers %v, renumbered by %v %v", numbers, out, place, perm, moved)
		}
		for _, other := range known[max(0, len(known)-200):] {
			isomorphic := false
			for y := range int32(len(other.out)) {
				isomorphic = isomorphic || takes(numbers, out, 0, other.numbers, other.out, y)
			}
			if isomorphic != (other.whole == whole) {
				t.Fatalf("%v %v and %v %v: equal hashes: %v", numbers, out, other.numbers, other.out, other.whole == whole)
			}
		}
		known = append(known, g)
	}
	if symmetric == 0 {
		t.Error("no graph has nodes that an automorphism takes to each other")
	}
}
