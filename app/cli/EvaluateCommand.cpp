#include "app/cli/EvaluateCommand.h"

#include "app/cli/CommandInputs.h"
#include "app/cli/JsonLine.h"
#include "app/cli/LossWords.h"
#include "core/tensor/Threads.h"
#include "core/train/Metrics.h"
#include "core/train/TrainConfig.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace latentscape {

namespace {

struct EvaluateOptions {
    std::string checkpoint;
    std::string data;
    std::uint64_t seed = 0;
    int threads = 0;
    bool json = false;
};

void evaluateCheckpoint(const EvaluateOptions& options) {
    setComputeThreads(options.threads);
    const TrainedModel trained = openModel(options.checkpoint);
    const auto data = openHeldOut(options.data, trained);
    const auto [losses, klPerLatent] = evaluate(*trained.model, *data, options.seed);
    const ModelKind kind = trained.checkpoint.model.kind;
    const int active = activeLatents(klPerLatent);
    if (!options.json) {
        std::printf("%s, %lld held-out images\n%s\n", describe(trained.checkpoint.model).c_str(),
                    static_cast<long long>(data->count()), lossesInWords(kind, losses).c_str());
        if (kind == ModelKind::Vae) {
            std::printf("latents in use: %d of %zu\n", active, klPerLatent.size());
        }
        return;
    }
    nlohmann::ordered_json line{{"workload", trainConfigFromJson(trained.checkpoint.settings).preset},
                                {"epoch", trained.checkpoint.epoch},
                                {"images", data->count()}};
    line.update(lossesAsJson(kind, losses));
    if (kind == ModelKind::Vae) {
        nlohmann::ordered_json perLatent = nlohmann::ordered_json::array();
        for (const float value : klPerLatent) {
            perLatent.push_back(rounded(value, 4));
        }
        line["active_latents"] = active;
        line["kl_per_latent"] = perLatent;
    }
    line["weights"] = weightsChecksum(trained.checkpoint);
    printJsonLine(line);
}

} // namespace

void addEvaluateCommand(CLI::App& app) {
    const auto options = std::make_shared<EvaluateOptions>();
    CLI::App* command = app.add_subcommand("evaluate", "Losses of a trained model on held-out images");
    command->add_option("--checkpoint", options->checkpoint, "Trained model: a checkpoint.safetensors")
        ->required();
    command
        ->add_option("--data", options->data,
                     "shapes, a file or folder with IDX images, or a folder with CIFAR's files or pictures")
        ->required();
    command->add_option("--seed", options->seed, "Of the noise");
    command->add_option("--threads", options->threads, "Processor threads; 0: all")
        ->check(CLI::Range(0, kMaxComputeThreads));
    command->add_flag("--json", options->json, "One JSON line on standard output");
    command->callback([options] { evaluateCheckpoint(*options); });
}

} // namespace latentscape
