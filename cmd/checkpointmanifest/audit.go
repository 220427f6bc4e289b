package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gocheckpoint/checkpoint/manifest/build"
)

func audit(cfg build.Config, s build.Streams) *cobra.Command {
	var o build.AuditOptions
	var algorithm string
	var flags buildFlags
	cmd := &cobra.Command{
		Use:   "audit [-all] [-algo rta|vta] [packages]",
		Short: "Compare what identities cover with an independent call graph of the whole program",
		Long: `Audit builds the whole program's SSA form and a call graph, and reports every
function in scope that a registered function reaches but its identity doesn't
cover, with the path that leads there. With -all it audits every function of the
packages, registered or not.

It takes seconds to minutes and gigabytes: it is a judge of the identities, not
a part of them. rta is rooted at each function alone; vta looks at the whole
program, and knows what callers pass in interface arguments, which enters call
keys rather than identities. The exit code is 1 if anything is missed.`,
		RunE: func(cmd *cobra.Command, patterns []string) error {
			o.Algorithm = build.Algorithm(algorithm)
			var functions, missing, covered, reached int
			prog, err := build.RunAudit(cmd.Context(), flags.apply(cfg), o, func(a build.Audit) error {
				functions++
				covered += a.Covered
				reached += a.Reached
				if len(a.Missed) > 0 {
					missing++
				}
				for _, m := range a.Missed {
					how := "by reflection"
					if len(m.Path) > 0 {
						how = "via " + strings.Join(m.Path, " → ")
					}
					if _, err := fmt.Fprintf(s.Out, "%s (%s) reaches %s, which its identity does not cover, %s\n", a.Func, a.Status, m.Func, how); err != nil {
						return err
					}
				}
				return nil
			}, orAll(patterns)...)
			if err != nil {
				return err
			}
			if functions > 0 {
				fmt.Fprintf(s.Err, "audited %d functions: %d miss something; mean functions covered %.1f, reached %.1f (%s)\n",
					functions, missing, float64(covered)/float64(functions), float64(reached)/float64(functions), algorithm)
			}
			if err := report(prog.Problems, s); err != nil {
				return err
			}
			if missing > 0 {
				return exitError(exitFindings)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&o.All, "all", false, "audit every function of the packages, registered or not")
	cmd.Flags().StringVar(&algorithm, "algo", string(build.RTA), "how to build the call graph: rta or vta")
	flags.add(cmd)
	return cmd
}
