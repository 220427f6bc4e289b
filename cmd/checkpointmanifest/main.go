// Checkpointmanifest computes the identities of checkpointed functions and
// writes them where programs find them.
//
//	checkpointmanifest generate [-check] [packages]   write checkpoint.toml and the code that embeds it
//	checkpointmanifest exec -- command…               run a command with fresh manifests, writing none
//	checkpointmanifest list [-all] [-tests] [-deps] [-json] [packages]
//	checkpointmanifest audit [-all] [-algo rta|vta] [packages]
//
// Run it with help for the details. The exit code is 0 if all is well, 1 if
// generate -check or audit found something, 2 if the work could not be done; exec
// exits as its command does.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/gocheckpoint/checkpoint/manifest/build"
)

// tuneMemory trades a little time for memory, unless the user has decided: what
// is loaded stays until the end, so that collecting it more often finds little.
func tuneMemory(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(70)
	}
}

func main() {
	tuneMemory(os.Getenv)
	cfg := build.Config{Cache: os.Getenv("CHECKPOINTMANIFEST_CACHE")}
	streams := build.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
	if build.IsShim(os.Args[0], os.Environ()) {
		code, err := build.Shim(context.Background(), cfg, streams, os.Args[1:])
		if err != nil {
			fmt.Fprintf(os.Stderr, "checkpointmanifest: %v\n", err)
			code = exitFailed
		}
		os.Exit(code)
	}
	os.Exit(run(context.Background(), cfg, streams, os.Args[1:]))
}
