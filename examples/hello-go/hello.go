// Greets whom name.txt names. Plain Go: nothing here knows of a browser, or of promises.
package main

import (
	"fmt"
	"os"
	"strings"
)

func main() {
	name, err := os.ReadFile("name.txt")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("Hello, %s!\n", strings.TrimSpace(string(name)))
}
