// Package ways has a function for each of many ways in which Go code
// reaches other code without naming it. Way X runs
// (TX).Do.
package ways

type Doer interface{ Do() int }
type DF func() int

func (f DF) Do() int           { return f() }
func take2(d Doer, n int) int  { return d.Do() + n }
func take(n *int, d Doer)      { *n = d.Do() }
func vr(n int, ds ...Doer) int { return ds[0].Do() + n }
func gen[T any](x T) int       { return any(x).(Doer).Do() }
func genT[T Doer](x T) int     { return x.Do() }
func anyT[T any](x T) int {
	if d, ok := any(x).(Doer); ok {
		return d.Do()
	}
	return 0
}
func outer[T Doer]() int             { return inner[map[string]T](func(m map[string]T) int { return m["x"].Do() }) }
func inner[T any](f func(T) int) int { var t T; return f(t) }

type box[T Doer] struct{ v T }

func (b *box[T]) call() int { return b.v.Do() }

type box2[T any] struct{ V T }

var dyn = []func() Doer{func() Doer { return nil }}

func apply[T any](f func(T) int, x T) int { return f(x) }
