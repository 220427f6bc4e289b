// Package reg has unexported methods that interfaces reach.
package reg

type Hider interface{ hidden() int }
type Base struct{}

func (Base) hidden() int     { return inHidden() }
func inHidden() int          { return 1 }
func CallHidden(h Hider) int { return h.hidden() }

func CallAnon(x any) int {
	if h, ok := x.(interface{ anon() int }); ok {
		return h.anon()
	}
	return 0
}

type A struct{}

func (A) anon() int { return inAnon() }
func inAnon() int   { return 2 }

func Constraint[T interface{ con() int }](x T) int { return x.con() }

type C struct{}

func (C) con() int { return inCon() }
func inCon() int   { return 3 }

type C2 struct{ v int }

func (c *C2) con2() int { c.v++; return inCon2() }
func inCon2() int       { return 3 }

func PtrConstraint[T any, P interface {
	*T
	con2() int
}]() int {
	var t T
	return P(&t).con2()
}
