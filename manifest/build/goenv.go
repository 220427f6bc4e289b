package build

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/embedfile"
	"github.com/gocheckpoint/checkpoint/manifest"
)

// A Config says what to load, and for what.
type Config struct {
	// Dir is the folder to work in, "" for the current one.
	Dir string
	// Env is the environment of the go command, nil for the process's own.
	Env []string
	// BuildFlags are flags of the go command that select source code: -tags,
	// -race, -mod and their like, each in one element.
	BuildFlags []string
	// Tests loads the test variants of packages too.
	Tests bool
	// GOOS and GOARCH are the target, "" for that of the environment. Where one
	// is given, cgo is off unless the environment's CGO_ENABLED says otherwise:
	// what the go command assumes depends on whether the host is of that kind.
	GOOS, GOARCH string
	// Cache is the folder where Generate and Exec remember what they computed
	// from which source: "" for one in the user's cache folder, "off" for none.
	Cache string

	tool []byte // the digest of the running program, nil to compute it
}

// A goEnv is what the go command says of the configuration.
type goEnv struct {
	cfg     Config
	Vars    map[string]string
	Flags   []string          // GOFLAGS, then BuildFlags
	Overlay embedfile.Overlay // the user's own
}

// env asks the go command for the configuration.
func (c Config) env(ctx context.Context) (*goEnv, error) {
	e := &goEnv{cfg: c}
	out, err := c.goCommand(ctx, "env", "-json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(out, &e.Vars); err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	flags, err := splitFlags(e.Vars["GOFLAGS"])
	if err != nil {
		return nil, fmt.Errorf("GOFLAGS: %w", err)
	}
	e.Flags = append(flags, c.BuildFlags...)
	if name := flagValue(e.Flags, "overlay"); name != "" {
		if e.Overlay, err = readOverlay(c.abs(name), c.Dir); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// goCommand runs the go command and returns its standard output.
func (c Config) goCommand(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Env = c.Dir, c.environ()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w: %s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}

func (c Config) environ() []string {
	env := c.Env
	if env == nil {
		env = os.Environ()
	}
	if c.GOOS == "" && c.GOARCH == "" {
		return env
	}
	env = slices.Clone(env)
	if !slices.ContainsFunc(env, func(v string) bool { return strings.HasPrefix(v, "CGO_ENABLED=") && v != "CGO_ENABLED=" }) {
		env = append(env, "CGO_ENABLED=0")
	}
	if c.GOOS != "" {
		env = append(env, "GOOS="+c.GOOS)
	}
	if c.GOARCH != "" {
		env = append(env, "GOARCH="+c.GOARCH)
	}
	return env
}

// target is what identities are computed for.
func (e *goEnv) target() manifest.Target {
	t := manifest.Target{
		Go:   e.Vars["GOVERSION"],
		OS:   e.Vars["GOOS"],
		Arch: e.Vars["GOARCH"],
		Cgo:  e.Vars["CGO_ENABLED"] == "1",
	}
	if x := e.Vars["GOEXPERIMENT"]; x != "" && !strings.Contains(t.Go, "X:") {
		t.Go += " X:" + x // as runtime.Version has it
	}
	tags := strings.FieldsFunc(flagValue(e.Flags, "tags"), func(r rune) bool { return r == ',' || r == ' ' })
	slices.Sort(tags)
	t.Tags = strings.Join(slices.Compact(tags), ",")
	for _, name := range []string{"race", "msan", "asan"} {
		if v := flagValue(e.Flags, name); v == "true" || v == "1" {
			t.Instrument = name
		}
	}
	return t
}
