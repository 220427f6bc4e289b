package build

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
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

func loadAll(ctx context.Context, env *goEnv) (*Program, error) {
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
	return env.load(ctx, true, patterns...)
}
