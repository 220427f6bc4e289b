// Package lent holds variables whose address functions of other modules are given.
package lent

import (
	"flag"
	"fmt"

	"github.com/BurntSushi/toml"
	"golang.org/x/tools/container/intsets"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

var config struct{ Rate int }

func Load(path string) error {
	_, err := toml.DecodeFile(path, &config)
	return err
}

func loaded(n int) int {
	return config.Rate * n // want `^loaded reads config, which Load changes \(lent.go:17\): annotate`
}

// A number, and a part of a variable.

var least int

var limits struct{ low, high int }

func Take(s *intsets.Sparse) bool { return s.TakeMin(&least) && s.TakeMin(&limits.low) }

func taken(n int) int {
	return least + // want `^taken reads least, which Take changes \(lent.go:31\): annotate`
		limits.low // want `^taken reads limits, which Take changes \(lent.go:31\): annotate`
}

// What only looks, and what the standard library does, which is known.

var shown int

func Show() string {
	meta, _ := toml.Decode("", new(int))
	_ = meta.PrimitiveDecode(toml.Primitive{}, new(int))
	_, _ = toml.Marshal(&shown)
	return fmt.Sprint(&shown, flag.Parsed)
}

func show(n int) int { return shown + n }

// At the start is before all calls.

var initial struct{ Rate int }

func init() { _, _ = toml.Decode("Rate = 1", &initial) }

func started(n int) int { return initial.Rate * n }

var (
	_ = checkpoint.Func(loaded)
	_ = checkpoint.Func(taken)
	_ = checkpoint.Func(show)
	_ = checkpoint.Func(started)
)
