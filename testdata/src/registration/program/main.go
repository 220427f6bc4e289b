// Program registers functions in main, which runs once.
package main

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

func slow() int { return 0 }

func main() {
	checkpoint.Func(slow)
	for range 3 {
		checkpoint.Func(slow) // want `checkpoint.Func registers slow each time main runs: move it to a package-level variable`
	}
}
