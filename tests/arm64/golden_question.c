/*
 * Asks a native ONNX Runtime the golden question of a model manifest, as the daemon does when it loads the model
 * (src/EdgeWatch/Model/GoldenVector.cs), without .NET: this is the half that can be run on another processor's emulator.
 *
 *   golden_question RUNTIME.so MODEL.onnx ANSWER.txt < EXPECTED.txt
 *
 * EXPECTED.txt: number of tokens, tolerance, then 25 attributes a token. ANSWER.txt receives the attributes computed.
 * Prints the largest error. Exit code: 0 within the tolerance, 1 above it, 2 something is missing or refused.
 */
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <onnxruntime_c_api.h>

/* The header may be newer than the runtime: the table of functions only ever grows at its end. */
enum { RUNTIME_API_VERSION = 24 };

enum { TOKEN_LENGTH = 1643, ATTRIBUTE_COUNT = 25, TOKENS_PER_ROW = 4, MOST_TOKENS = 96 };

/* Tokens see each other up to REACH patches away; NOT_SEEN is the place of those farther off. */
enum { REACH = 3, SIDE = 2 * REACH + 1, NOT_SEEN = SIDE * SIDE };

struct golden {
    int tokens;
    double tolerance;
    double attributes[MOST_TOKENS * ATTRIBUTE_COUNT];
};

static const OrtApi *api;

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "golden_question: %s: %s\n", what, why);
    exit(2);
}

static void check(OrtStatus *status, const char *what)
{
    if (status != NULL) {
        fail(what, api->GetErrorMessage(status));
    }
}

static void load_runtime(const char *path)
{
    void *library = dlopen(path, RTLD_NOW);
    if (library == NULL) {
        fail("the runtime does not load", dlerror());
    }

    const OrtApiBase *(*get_base)(void) = (const OrtApiBase *(*)(void))dlsym(library, "OrtGetApiBase");
    if (get_base == NULL) {
        fail(path, "not an ONNX Runtime library");
    }

    api = get_base()->GetApi(RUNTIME_API_VERSION);
    if (api == NULL) {
        fail("older than the C API asked for", get_base()->GetVersionString());
    }
}

static void read_golden(struct golden *golden)
{
    if (scanf("%d %lf", &golden->tokens, &golden->tolerance) != 2 || golden->tokens < 1 || golden->tokens > MOST_TOKENS) {
        fail("standard input", "no number of tokens and tolerance");
    }

    for (int i = 0; i < golden->tokens * ATTRIBUTE_COUNT; i++) {
        if (scanf("%lf", &golden->attributes[i]) != 1) {
            fail("standard input", "not enough attributes");
        }
    }
}

static uint32_t hash(uint32_t n)
{
    uint32_t x = n * 2654435761u + 12345u;
    x ^= x >> 16;
    x *= 2246822519u;
    return x ^ (x >> 13);
}

static void write_tokens(int tokens, uint8_t *codes)
{
    for (int i = 0; i < tokens * TOKEN_LENGTH; i++) {
        codes[i] = (uint8_t)(hash((uint32_t)i) >> 24);
    }
}

/* Where each query stands as seen from each key. */
static void write_places(int tokens, int32_t *places)
{
    for (int query = 0; query < tokens; query++) {
        for (int key = 0; key < tokens; key++) {
            int row = query / TOKENS_PER_ROW - key / TOKENS_PER_ROW + REACH;
            int column = query % TOKENS_PER_ROW - key % TOKENS_PER_ROW + REACH;
            int is_seen = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
            places[query * tokens + key] = is_seen ? row * SIDE + column : NOT_SEEN;
        }
    }
}

static OrtSession *open_model(const char *path)
{
    OrtEnv *environment;
    OrtSessionOptions *options;
    OrtSession *session;
    check(api->CreateEnv(ORT_LOGGING_LEVEL_ERROR, "golden", &environment), "environment");
    check(api->CreateSessionOptions(&options), "options");
    check(api->SetIntraOpNumThreads(options, 1), "threads");
    check(api->SetInterOpNumThreads(options, 1), "threads");
    check(api->CreateSession(environment, path, options, &session), path);
    return session;
}

static OrtValue *lay(void *data, size_t bytes, const int64_t *shape, size_t dimensions, ONNXTensorElementDataType type)
{
    OrtMemoryInfo *memory;
    OrtValue *value;
    check(api->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &memory), "memory");
    check(api->CreateTensorWithDataAsOrtValue(memory, data, bytes, shape, dimensions, type, &value), "tensor");
    return value;
}

static OrtValue *lay_indices(int64_t *indices, const int64_t *shape, size_t dimensions)
{
    size_t count = 1;
    for (size_t i = 0; i < dimensions; i++) {
        count *= (size_t)shape[i];
    }

    return lay(indices, sizeof(int64_t) * count, shape, dimensions, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64);
}

static const float *ask(OrtSession *session, int tokens)
{
    static uint8_t codes[MOST_TOKENS * TOKEN_LENGTH];
    static int32_t places[MOST_TOKENS * MOST_TOKENS];
    static int64_t everything[MOST_TOKENS];
    static const char *const inputs[] = {"tokens", "queries", "keys", "places", "slots"};
    static const char *const outputs[] = {"attributes"};
    write_tokens(tokens, codes);
    write_places(tokens, places);
    for (int k = 0; k < tokens; k++) {
        everything[k] = k;
    }

    /* One block of all tokens: as few as these the daemon deals out that way, too. */
    const int64_t token_shape[] = {tokens, TOKEN_LENGTH}, block_shape[] = {1, tokens}, place_shape[] = {1, tokens, tokens}, slot_shape[] = {tokens};
    const OrtValue *question[] = {
        lay(codes, (size_t)tokens * TOKEN_LENGTH, token_shape, 2, ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8),
        lay_indices(everything, block_shape, 2),
        lay_indices(everything, block_shape, 2),
        lay(places, sizeof(int32_t) * tokens * tokens, place_shape, 3, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32),
        lay_indices(everything, slot_shape, 1),
    };
    OrtValue *answer = NULL;
    void *attributes;
    check(api->Run(session, NULL, inputs, question, 5, outputs, 1, &answer), "run");
    check(api->GetTensorMutableData(answer, &attributes), "answer");
    return attributes;
}

static double largest_error(const struct golden *golden, const float *answer)
{
    double largest = 0;
    for (int i = 0; i < golden->tokens * ATTRIBUTE_COUNT; i++) {
        double error = fabs(answer[i] - golden->attributes[i]);
        largest = isnan(error) ? INFINITY : fmax(largest, error);
    }

    return largest;
}

static void write_answer(const char *path, const float *answer, int length)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        fail(path, "cannot be written");
    }

    for (int i = 0; i < length; i++) {
        fprintf(file, "%.9g\n", answer[i]);
    }

    fclose(file);
}

int main(int argc, char **argv)
{
    static struct golden golden;
    if (argc != 4) {
        fail("usage", "golden_question RUNTIME.so MODEL.onnx ANSWER.txt < EXPECTED.txt");
    }

    read_golden(&golden);
    load_runtime(argv[1]);
    const float *answer = ask(open_model(argv[2]), golden.tokens);
    write_answer(argv[3], answer, golden.tokens * ATTRIBUTE_COUNT);
    double error = largest_error(&golden, answer);
    printf("%.1e\n", error);
    return error <= golden.tolerance ? 0 : 1;
}
