#include "core/train/ModelReport.h"

#include "core/train/Disentanglement.h"
#include "tests/core/io/TemporaryFolder.h"
#include "tests/core/train/SmallRun.h"

#include <cmath>
#include <cstdlib>
#include <numeric>

namespace latentscape {
namespace {

using namespace test;

std::unique_ptr<Model> modelOf(const TrainConfig& config) {
    return makeModel(config.model, config.optimizer, 1);
}

TrainConfig ganConfig() {
    TrainConfig config = smallConfig(1);
    config.model.kind = ModelKind::Gan;
    return config;
}

TEST(ModelReportTest, HoldsWhatTheMetricsSay) {
    const TrainConfig config = smallConfig(1);
    const auto model = modelOf(config);
    std::vector<ReportPart> parts;
    int told = 0;
    const ModelReport report = reportOf(*model, config, smallData(), {.nllSamples = 20, .seed = 3},
                                        {{},
                                         [&](ReportPart part, double share) {
                                             EXPECT_TRUE(share >= 0 && share <= 1);
                                             if (parts.empty() || parts.back() != part) {
                                                 parts.push_back(part);
                                             }
                                         },
                                         [&](const ModelReport& known) {
                                             EXPECT_TRUE(known.evaluation);
                                             ++told;
                                         }});
    const Dataset& images = *smallData().heldOut;
    EXPECT_EQ(report.images, images.count());
    EXPECT_EQ(report.evaluation->losses, evaluate(*model, images, 3).losses);
    EXPECT_EQ(report.likelihood->nll, estimateLikelihood(*model, images, 3, 20).nll);
    const Tensor means = posteriorMeans(*model, images);
    EXPECT_EQ(report.reconstructions->ssim, reconstructionQuality(*model, images, means).ssim);
    EXPECT_EQ(report.activeUnits, activeUnits(means));
    EXPECT_EQ(report.informationGap, mutualInformationGap(means, images));
    EXPECT_EQ(report.factorVaeScore, factorVaeScore(means, images, 3));
    EXPECT_FALSE(report.samples);
    EXPECT_EQ(told, 4);
    EXPECT_EQ(parts, (std::vector{ReportPart::MeasuringLosses, ReportPart::Reconstructing,
                                  ReportPart::FindingFactors, ReportPart::EstimatingLikelihood}));
}

TEST(ModelReportTest, TakesTheFirstImagesAsTheRunSawThem) {
    TrainConfig config = smallConfig(1);
    config.binarise = Binarise::Static;
    const auto model = modelOf(config);
    const ModelReport report = reportOf(*model, config, smallData(), {.images = 20});
    EXPECT_EQ(report.images, 20);
    EXPECT_EQ(report.reconstructed, 20);
    std::vector<std::uint32_t> first(20);
    std::iota(first.begin(), first.end(), 0u);
    const auto seen = heldOutBinarised(smallData().heldOut->subset(first));
    EXPECT_EQ(report.evaluation->losses, evaluate(*model, *seen, 0).losses);
}

TEST(ModelReportTest, TellsTheStandardDeviationThatIsLearned) {
    TrainConfig config = smallConfig(1);
    EXPECT_FALSE(reportOf(*modelOf(config), config, smallData(), {.images = 5}).sigma);
    config.model.likelihood = Likelihood::GaussianLearned;
    const auto model = modelOf(config);
    EXPECT_NEAR(*reportOf(*model, config, smallData(), {.images = 5}).sigma, std::exp(-1.0), 1e-6)
        << "as it starts";
}

TEST(ModelReportTest, LeavesOutWhatDoesNotApplyToAGan) {
    const auto model = modelOf(ganConfig());
    const ModelReport report = reportOf(*model, ganConfig(), smallData(), {.images = 12, .nllSamples = 20});
    EXPECT_TRUE(report.evaluation->klPerLatent.empty());
    EXPECT_FALSE(report.likelihood || report.activeUnits || report.informationGap);
    EXPECT_EQ(report.reconstructed, 12);
    EXPECT_GT(report.reconstructions->mse, 0);
}

TEST(ModelReportTest, JudgesSamplesOfThePriorAndOfFittedLatents) {
    const TemporaryFolder cache;
    setenv("XDG_CACHE_HOME", cache.path().c_str(), 1);
    const TrainConfig config = smallConfig(1);
    const auto model = modelOf(config);
    std::vector<SampleReport> reports;
    for (const LatentSource source : {LatentSource::Prior, LatentSource::Fitted}) {
        const ModelReport report =
            reportOf(*model, config, smallData(), {.samples = 40, .latents = {source}});
        ASSERT_TRUE(report.samples);
        reports.push_back(*report.samples);
    }
    EXPECT_EQ(reports[0].quality.samples, 40);
    EXPECT_EQ(reports[0].quality.coverage.shares.size(), 3U);
    EXPECT_EQ(reports[0].checksum, reports[1].checksum);
    EXPECT_EQ(reports[1].latents, LatentSource::Fitted);
    EXPECT_NE(reports[0].quality.frechet, reports[1].quality.frechet);
    unsetenv("XDG_CACHE_HOME");
}

TEST(ModelReportTest, EndsSoonAfterAStop) {
    const TrainConfig config = smallConfig(1);
    const auto model = modelOf(config);
    for (const ReportPart at : {ReportPart::MeasuringLosses, ReportPart::Reconstructing,
                                ReportPart::FindingFactors, ReportPart::EstimatingLikelihood}) {
        std::stop_source stop;
        bool after = false;
        messageOf(ErrorKind::Cancelled, [&] {
            reportOf(*model, config, smallData(), {.nllSamples = 20},
                     {stop.get_token(), [&](ReportPart part, double) {
                          after |= part > at;
                          if (part == at) {
                              stop.request_stop();
                          }
                      }});
        });
        EXPECT_FALSE(after);
    }
}

} // namespace
} // namespace latentscape
