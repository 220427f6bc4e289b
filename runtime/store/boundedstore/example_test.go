package boundedstore_test

import (
	"fmt"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/runtime/store/boundedstore"
)

func describe(n int) string { return fmt.Sprint("number ", n) }

// A service that is asked for ever new things remembers those that are asked for
// again, in at most 64 MiB.
func Example() {
	f := checkpoint.Func(describe, checkpoint.Store(boundedstore.New(64<<20)))
	f.Call(7)
	fmt.Println(f.Call(7), f.Stats().Remembered)
	// Output: number 7 1
}
