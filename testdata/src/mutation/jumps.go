package mutation

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

type cursor struct{ at int }

// behindReturn writes where only a goto leads.
func behindReturn(c *cursor, n int) int {
	if n > 0 {
		goto more
	}
	return 0
more:
	c.at++ // want `^behindReturn writes through its argument c, which a hit would not: c.at$`
	return c.at
}

// back writes in a second turn through what the first has put into a variable.
func back(c *cursor, n int) int {
	var d *cursor
again:
	if d != nil {
		d.at++ // want `^back writes through its argument c, which a hit would not: d.at$`
	}
	if n--; n > 0 {
		d = c
		goto again
	}
	return n
}

// around leaves out what follows.
func around(c *cursor, n int) int {
	d := &cursor{}
	if n > 0 {
		goto end
	}
	return n
end:
	d.at++
	return d.at
}

// over goes over what it would assign.
func over(c *cursor, n int) int {
	d := &cursor{}
	if n > 0 {
		d = c
		n += d.at
		goto end
	}
	d.at++
	return d.at
end:
	return n
}

// first is what a literal with a label gives.
var first = func() int {
	n := 0
again:
	if n++; n < 3 {
		goto again
	}
	return n
}()

var (
	_ = checkpoint.Func(behindReturn)
	_ = checkpoint.Func(back)
	_ = checkpoint.Func(around)
	_ = checkpoint.Func(over)
)
