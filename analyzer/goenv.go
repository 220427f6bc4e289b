package analyzer

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
)

// goEnv is a setting of the go command's that it doesn't tell its tools: from the
// environment, the user's file, or that of the Go release, else its default
// (cmd/go/internal/cfg.Getenv).
func goEnv(name string) string {
	value := cmp.Or(os.Getenv(name), fromFile(os.Getenv("GOENV"), name), fromFile(filepath.Join(os.Getenv("GOROOT"), "go.env"), name))
	if value == "" && strings.HasPrefix(name, "CGO_") && name != "CGO_CPPFLAGS" {
		return "-O2 -g"
	}
	return value
}

// fromFile looks a name up in lines as NAME=value.
func fromFile(file, name string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return "" // "off", or none
	}
	for line := range strings.Lines(string(data)) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), name+"="); ok {
			return value
		}
	}
	return ""
}
