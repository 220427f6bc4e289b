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
		Use:   "audit [-all] [-algo rta|vta] [-n N] [-v] [packages]",
		Short: "Compare what identities cover with an independent call graph of the whole program",
		Long: `Audit builds the whole program's SSA form and a call graph, and asks what each
registered function reaches that its identity doesn't cover. With -all it audits
every function of the packages, registered or not; with -n a sample of them.

What is reached but not covered is explained, or it is a hole:

  reflection  only reflection on the signatures of methods could make a value
              that leads there
  argument    neither the function nor the variables that it reads make a value
              that leads there, but a parameter can hold one: call keys cover it
  assumed     no parameter can, but the identity is assumed for a reason that
              lets such a value in
  callers     there is no such reason: vta doesn't tell callers apart

Holes are printed with the path that leads there, explained ones with -v. Then
come the sizes of identities, beside those of the call graph.

It takes seconds to minutes and gigabytes: it is a judge of the identities, not
a part of them. rta is rooted at each function alone; vta looks at the whole
program, and knows what callers pass in interface arguments, which enters call
keys rather than identities. The exit code is 1 if there is a hole.`,
		RunE: func(cmd *cobra.Command, patterns []string) error {
			o.Algorithm = build.Algorithm(algorithm)
			var sum build.AuditSummary
			prog, err := build.RunAudit(cmd.Context(), flags.apply(cfg), o, func(a build.Audit) error {
				sum.Add(a)
				for _, m := range a.Missed {
					if m.Class != build.ClassHole && !o.Paths {
						continue
					}
					if err := writeMissed(s, a, m); err != nil {
						return err
					}
				}
				return nil
			}, orAll(patterns)...)
			if err != nil {
				return err
			}
			if err := sum.Write(s.Err, o.Algorithm); err != nil {
				return err
			}
			if err := report(prog.Problems, s); err != nil {
				return err
			}
			if sum.Holes() > 0 {
				return exitError(exitFindings)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&o.All, "all", false, "audit every function of the packages, registered or not")
	cmd.Flags().StringVar(&algorithm, "algo", string(build.RTA), "how to build the call graph: rta or vta")
	cmd.Flags().IntVarP(&o.Sample, "number", "n", 0, "audit that many functions, chosen by -seed; 0 means all")
	cmd.Flags().Uint64Var(&o.Seed, "seed", 1, "choose other functions with -n")
	cmd.Flags().BoolVarP(&o.Paths, "verbose", "v", false, "print what is explained, too")
	flags.add(cmd)
	return cmd
}

func writeMissed(s build.Streams, a build.Audit, m build.Missed) error {
	how := string(m.Class)
	if m.Reason != "" {
		how += ", as " + m.Reason
	}
	if len(m.Path) > 0 {
		how += ", via " + strings.Join(m.Path, " → ")
	}
	_, err := fmt.Fprintf(s.Out, "%s (%s) reaches %s, which its identity does not cover: %s\n", a.Func, a.Status, m.Func, how)
	return err
}
