package build

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/build"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// LoadAll loads every package of the main module, or of the modules of the
// workspace.
func LoadAll(ctx context.Context, cfg Config) (*Program, error) {
	env, err := cfg.env(ctx)
	if err != nil {
		return nil, err
	}
	return loadAll(ctx, env)
}

// loadAll does so, and loads what more patterns match.
func loadAll(ctx context.Context, env *goEnv, more ...string) (*Program, error) {
	cfg := env.cfg
	args := []string{"list", "-m", "-json=Path,Dir,Main"}
	for _, f := range cfg.BuildFlags {
		if strings.HasPrefix(f, "-mod") { // -mod and -modfile
			args = append(args, f)
		}
	}
	out, err := cfg.goCommand(ctx, args...)
	if err != nil {
		return nil, err
	}
	var patterns []string
	dec := json.NewDecoder(bytes.NewReader(out))
	for {
		var m struct {
			Path, Dir string
			Main      bool
		}
		if err := dec.Decode(&m); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go list -m: %w", err)
		}
		if m.Main && m.Dir != "" {
			patterns = append(patterns, filepath.ToSlash(m.Dir)+"/...")
		}
	}
	if len(patterns) == 0 {
		return nil, ErrNoPackages
	}
	return env.load(ctx, true, append(patterns, more...)...)
}

// hidden are those of the patterns that may match what LoadAll does not: they
// lead into folders that ./... passes over.
func (env *goEnv) hidden(patterns []string) (out []string) {
	for _, p := range patterns {
		if strings.HasSuffix(p, ".go") || strings.Contains(p, "@") {
			continue // files, or a module that is none of the main ones
		}
		path := filepath.ToSlash(p)
		if build.IsLocalImport(path) || filepath.IsAbs(p) {
			path = relative(env.base(), env.cfg.abs(p))
		}
		if slices.ContainsFunc(strings.Split(path, "/"), func(elem string) bool {
			return elem == "testdata" || strings.HasPrefix(elem, "_") || strings.HasPrefix(elem, ".") && strings.Trim(elem, ".") != ""
		}) {
			out = append(out, p)
		}
	}
	return out
}
