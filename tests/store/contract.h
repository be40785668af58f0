/* contract.h: what every store must do; a kind of store runs it by giving places to open. */
#ifndef WIRECOPY_TESTS_STORE_CONTRACT_H
#define WIRECOPY_TESTS_STORE_CONTRACT_H

typedef struct contract {
    const char *kind;
    void *(*make)(void);              /* a place where no store is yet */
    const char *(*name)(void *place); /* for wire_store_open */
    void (*remove)(void *place);
} contract;

/* Runs all cases. Returns the number that failed. */
int contract_run(const contract *kind);
#endif
