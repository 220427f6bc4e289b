package checkpoint

import (
	"fmt"
	"log/slog"
)

// When lets Call and Rerun remember only while enabled returns true. While it
// returns false, they are the function itself, as with CHECKPOINT=off: nothing
// is looked up, waited for or stored. Cached, and what [Function.Args] names,
// don't ask.
//
// enabled is called at every call, concurrently, before the arguments are
// hashed. If it panics, the call runs uncached, which is reported once. Of
// several When, the last counts.
//
// When panics if enabled is nil.
func When(enabled func() bool) Option {
	if enabled == nil {
		panic("checkpoint: When(nil): give it a function, or leave the option out")
	}
	return optionFunc(func(o *options) { o.when = enabled })
}

// enabled asks When.
func (f *function) enabled() (enabled bool) {
	defer func() {
		if v := recover(); v != nil {
			enabled = false
			f.sayOnce(slog.LevelWarn, "when", fmt.Sprintf("the function given to When panicked: %v", v), "correct it")
		}
	}()
	return f.options.when()
}
