// Command prog is what process_test.go builds in several versions.
package main

import (
	"encoding/json"
	"os"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

var Work = checkpoint.Func(work)

func work(n int) int { return n + 1 }

func main() {
	if len(os.Args) > 1 { // wait until the file appears: another build takes our name meanwhile
		os.Stdout.WriteString("ready\n")
		for {
			if _, err := os.Stat(os.Args[1]); err == nil {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	n := Work.Call(1)
	json.NewEncoder(os.Stdout).Encode(map[string]any{"Result": n, "Computed": Work.Stats().Computed})
}
