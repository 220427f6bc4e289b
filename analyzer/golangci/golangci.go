package golangci

import (
	"fmt"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/analyzer"
	"github.com/gocheckpoint/checkpoint/internal/combine"
)

func init() { register.Plugin("checkpoint", newPlugin) }

// settings are those of .golangci.yml (G2).
type settings struct {
	Disable []string `json:"disable"`
	Pure    []string `json:"pure"`
	Impure  []string `json:"impure"`
}

type plugin struct{ settings settings }

func newPlugin(conf any) (register.LinterPlugin, error) {
	s, err := register.DecodeSettings[settings](conf)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w: the settings are disable, pure and impure", err)
	}
	return &plugin{s}, nil
}

// BuildAnalyzers gives the suite as one analyzer.
func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	a := combine.Analyzers("checkpoint", "check the use of checkpoint\n\nSee package analyzer for the checks.",
		"https://pkg.go.dev/github.com/gocheckpoint/checkpoint/analyzer", "checkpoint_", analyzer.Analyzers())
	for name, list := range map[string][]string{
		"disable":       append([]string{"stale"}, p.settings.Disable...),
		"impure.pure":   p.settings.Pure,
		"impure.impure": p.settings.Impure,
	} {
		if err := a.Flags.Set(name, strings.Join(list, ",")); err != nil {
			return nil, fmt.Errorf("checkpoint: setting %s: %w", strings.TrimPrefix(name, "impure."), err)
		}
	}
	return []*analysis.Analyzer{a}, nil
}

// GetLoadMode asks for syntax and types.
func (p *plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
