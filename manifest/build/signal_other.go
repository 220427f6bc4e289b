//go:build !unix

package build

import (
	"os"
	"os/exec"
	"os/signal"
)

// A signalForwarder outlives an interrupt, which reaches the command by itself.
type signalForwarder struct{ ch chan os.Signal }

func forwardSignals(*exec.Cmd) *signalForwarder {
	f := &signalForwarder{ch: make(chan os.Signal, 1)}
	signal.Notify(f.ch, os.Interrupt)
	return f
}

func (f *signalForwarder) started() {}

func (f *signalForwarder) stop() { signal.Stop(f.ch) }

func exitCode(p *os.ProcessState) int { return p.ExitCode() }
