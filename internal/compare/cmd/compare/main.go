// Compare prints, as a Markdown table, what checkpointvet and workflowcheck say of
// the programs of package compare:
//
//	compare CHECKPOINTVET WORKFLOWCHECK [DIR]
//
// The first arguments are the absolute paths of the two commands. It is run at the top
// of the repository. The table has the programs on which one of the two is wrong;
// below are the names of the others, then the counts, and then all findings. In
// DIR it leaves the two modules that it writes, checkpoints and workflows.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/compare"
)

func main() {
	if len(os.Args) != 3 && len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: compare CHECKPOINTVET WORKFLOWCHECK [DIR]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]...); err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(2)
	}
}

func run(ours, theirs string, keep ...string) error {
	dir, err := os.MkdirTemp("", "compare")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if len(keep) > 0 {
		dir = keep[0]
	}
	a, b := filepath.Join(dir, "checkpoints"), filepath.Join(dir, "workflows")
	if err := compare.WriteCheckpoints(a, "."); err != nil {
		return err
	}
	if err := compare.WriteWorkflows(b, "."); err != nil {
		return err
	}
	ourFindings, err := compare.Vet(a, ours)
	if err != nil {
		return err
	}
	theirFindings, err := compare.Vet(b, theirs, "-show-pos", "-single-line")
	if err != nil {
		return err
	}

	fmt.Println("| program | | checkpointvet | workflowcheck |\n|---|---|---|---|")
	counts := make(map[string]int)
	var both []string
	for _, p := range compare.Programs() {
		is := "impure"
		if len(p.Lines) == 0 {
			is = "pure"
		}
		our, their := compare.Judge(p, ourFindings[p.Name]), compare.Judge(p, theirFindings[p.Name])
		counts[is+", checkpointvet "+our]++
		counts[is+", workflowcheck "+their]++
		if our == compare.Right && their == compare.Right {
			both = append(both, p.Name)
			continue
		}
		fmt.Printf("| %s | %s | %s | %s |\n", p.Name, is, our, their)
	}
	fmt.Printf("\nboth right: %s\n\n%v\n\n", strings.Join(both, ", "), counts)
	for _, p := range compare.Programs() {
		for _, f := range ourFindings[p.Name] {
			fmt.Printf("%s:%d: checkpointvet %s: %s\n", p.Name, f.Line, f.Category, f.Message)
		}
		for _, f := range theirFindings[p.Name] {
			fmt.Printf("%s:%d: workflowcheck: %s\n", p.Name, f.Line, f.Message)
		}
	}
	return nil
}
