// Package dependency calls functions of other modules.
package dependency

import (
	"github.com/BurntSushi/toml"
	"github.com/zeebo/blake3"
	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
	"golang.org/x/sync/errgroup"
	"golang.org/x/tools/go/packages"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func loads(pattern string) int {
	list, _ := packages.Load(nil, pattern) // want `^loads depends on processes: exec.Cmd.Start at invoke.go:\d+, by way of packages.Load → packages.defaultDriver → packages.goListDriver → … → gocommand.runCmdContext$`
	return len(list)
}

func deep(pattern string) int {
	return helper(pattern) // want `^deep depends on processes: exec.Cmd.Start at invoke.go:\d+, by way of helper \(dependency.go:\d+\) → packages.Load → `
}

func helper(pattern string) int {
	list, _ := packages.Load(nil, pattern)
	return len(list)
}

func value(pattern string) int {
	f := packages.Load // want `^value depends on processes: exec.Cmd.Start at invoke.go:\d+, by way of packages.Load → `
	list, _ := f(nil, pattern)
	return len(list)
}

type config struct{ Name string }

func decodes(path string) (c config, err error) {
	_, err = toml.DecodeFile(path, &c) // want `^decodes reads files: os.Open at decode.go:\d+, by way of toml.DecodeFile$`
	return c, err
}

func decodesContent(path string) (c config, err error) {
	_, err = toml.DecodeFile(path, &c)
	return c, err
}

func decodesOther(path string) (c config, err error) {
	_, err = toml.DecodeFile("other", &c) // want `^decodesOther reads files: os.Open at decode.go:\d+, by way of toml.DecodeFile$`
	return c, err
}

func computes(data []byte) (string, error) {
	var c config
	if err := toml.Unmarshal(data, &c); err != nil {
		return "", err
	}
	f, err := modfile.Parse("go.mod", data, nil)
	if err != nil {
		return "", err
	}
	sum := blake3.Sum256(data)
	var g errgroup.Group
	g.Go(func() error { return nil })
	return f.Module.Mod.Path + string(sum[:]) + semver.Major(c.Name), g.Wait()
}

func ignored(pattern string) int {
	list, _ := packages.Load(nil, pattern) //checkpoint:ignore impure a test
	return len(list)
}

var (
	_ = checkpoint.Func(loads)
	_ = checkpoint.Func(deep)
	_ = checkpoint.Func(value)
	_ = checkpoint.Func(decodes)
	_ = checkpoint.Func(decodesContent, checkpoint.HashBy("path", checkpoint.FileContent))
	_ = checkpoint.Func(decodesOther, checkpoint.HashBy("path", checkpoint.FileContent))
	_ = checkpoint.Func(computes)
	_ = checkpoint.Func(ignored)
)
