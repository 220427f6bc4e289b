// Package lib is imported by the fixture mutation.
package lib

type Box struct {
	N     int
	Items []int
	Next  *Box
}

func (b *Box) Add(n int) { b.Items = append(b.Items, n) }

func (b Box) Zero() { b.Items[0] = 0 }

func (b Box) Copy() int { b.N = 1; return b.N }

func Fill(list []int) {
	for i := range list {
		list[i] = 1
	}
}

func Same[T any](v T) T { return v }

func Each[T any](list []T, f func(T)) {
	for _, v := range list {
		f(v)
	}
}
