// Noise registers functions of a module, in a copy of it, for the study that
// docs/noise.md describes.
//
//	go run ./internal/noise/cmd/noise -dir COPY [-n 40] [-seed 1]
//
// It prints the functions. The copy's go.mod must require checkpoint already.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/gocheckpoint/checkpoint/internal/noise"
)

func main() {
	dir := flag.String("dir", "", "the copy of the module, which is written to")
	n := flag.Int("n", 40, "how many functions")
	seed := flag.Uint64("seed", 1, "decides which")
	flag.Parse()
	if *dir == "" {
		fmt.Fprintln(os.Stderr, "noise: -dir is missing: name a copy of a module")
		os.Exit(2)
	}
	names, err := noise.Register(*dir, *n, *seed)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	for _, name := range names {
		fmt.Println(name)
	}
}
