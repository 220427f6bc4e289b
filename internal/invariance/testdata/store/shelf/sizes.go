package shelf

// Sizes sums up the sizes of things.
func Sizes(things ...Sized) (total int) {
	each := func(t Sized) { total += t.grown().Size() }
	for _, t := range things {
		each(t)
	}
	return
}

func table() (map[Item2]string, [3]*Item) {
	return map[Item2]string{{1, 2}: "a"}, [...]*Item{{Name: "c"}, nil, {}}
}

// Item2 can be a key.
type Item2 struct{ x, y int32 }

var unused = 1.5

func middleOf(n float64) float64 { return n*float64(middle) + unused + 2.25 }
