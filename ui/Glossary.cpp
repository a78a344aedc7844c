#include "ui/Glossary.h"

#include <QCoreApplication>

#include <algorithm>

namespace latentscape {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("latentscape", text);
}

std::vector<GlossaryEntry> measures() {
    return {
        {Term::ActiveUnits, tr("Active units"),
         tr("Latents whose mean moves with the image: over the images it varies by more than 0.01."),
         tr("Far fewer than there are latents: lower the KL weight, warm it up, or use free bits. Some "
            "unused "
            "ones are normal."),
         tr("Burda et al. 2016, Importance weighted autoencoders, 5.1")},
        {Term::FactorVae, tr("FactorVAE score"),
         tr("How surely one latent gives away which factor of the images is held fixed; up to 1."),
         tr("Near 1: single sliders change single properties."),
         tr("Kim & Mnih 2018, Disentangling by factorising")},
        {Term::Frechet, tr("Frechet distance"),
         tr("How far the made images lie from the real ones, as two clouds in the features of our own "
            "classifier of "
            "the data set. It is not the Inception FID."),
         tr("Less is better; the same figure of real held-out images is as good as it gets. Compare only "
            "figures "
            "under the same classifier."),
         tr("Heusel et al. 2017, GANs trained by a two time-scale update rule")},
        {Term::Mig, tr("MIG"),
         tr("Mutual information gap: whether one latent alone tells each factor of the images, from 0 to 1."),
         tr("More: each slider changes one property, and no other does."),
         tr("Chen et al. 2018, Isolating sources of disentanglement")},
        {Term::Mse,
         tr("MSE"),
         tr("Mean squared error of a pixel, where black is 0 and white is 1."),
         tr("Less is better, but blurred images score well on it: look at the pictures too."),
         {}},
        {Term::NegativeLogLikelihood, tr("Negative log-likelihood"),
         tr("How unlikely the model finds images it has not learnt, in nats; estimated with many samples of "
            "the "
            "latents for each image."),
         tr("Less is better; it lies below the ELBO loss. Figures in papers are of binarised images."),
         tr("Burda et al. 2016, Importance weighted autoencoders, 5")},
        {Term::Precision, tr("Precision"),
         tr("The share of made images that lie where real ones do: are they good?"),
         tr("Low: many samples look like nothing. High with a low recall: good, but always alike."),
         tr("Kynkäänniemi et al. 2019, Improved precision and recall metric")},
        {Term::Psnr,
         tr("PSNR"),
         tr("Peak signal-to-noise ratio: the squared error of reconstructions on a logarithmic scale, in "
            "decibels."),
         tr("More is better; 3 dB more is half the error."),
         {}},
        {Term::Recall, tr("Recall"),
         tr("The share of real images that lie where made ones do: is there all that there should be?"),
         tr("Low: whole kinds of images are never made (mode collapse)."),
         tr("Kynkäänniemi et al. 2019, Improved precision and recall metric")},
        {Term::Ssim, tr("SSIM"),
         tr("How alike the structures of a reconstruction and its original are; 1 is the original."),
         tr("Near 1. It falls with blur, which the squared error forgives."),
         tr("Wang et al. 2004, Image quality assessment")},
    };
}

std::vector<GlossaryEntry> ofVaes() {
    return {
        {Term::Beta, tr("KL weight β"),
         tr("How much the KL counts beside the reconstruction. More: simpler, more separate latents. Less: "
            "sharper "
            "images."),
         tr("Few latents in use and blurred images: lower it. Samples that look like nothing while "
            "reconstructions "
            "are good: raise it."),
         tr("Higgins et al. 2017, beta-VAE")},
        {Term::Elbo, tr("ELBO loss"),
         tr("The negative evidence lower bound, which training makes small: reconstruction plus β times KL, "
            "in nats "
            "an image."),
         tr("It falls fast, then slowly. The dashed line of held-out images turning up means overfitting."),
         tr("Kingma & Welling 2014, Auto-encoding variational Bayes")},
        {Term::FreeBits, tr("Free bits"),
         tr("So much of each latent's KL costs nothing, which keeps latents in use."),
         tr("Raise it when the KL falls to zero at the start; too much leaves the latents untidy."),
         tr("Kingma et al. 2016, Improved variational inference with inverse autoregressive flow")},
        {Term::ImportanceSamples, tr("Importance samples"),
         tr("Samples of the latents for each image. More than one: the importance-weighted bound, a better "
            "one at so "
            "many times the decoder's work."),
         tr("Five are usual. The loss falls because the bound is tighter, too: compare with the same "
            "number."),
         tr("Burda et al. 2016, Importance weighted autoencoders")},
        {Term::Kl, tr("KL"),
         tr("How much the latents tell about an image, in nats: how far the encoder's answer lies from the "
            "prior."),
         tr("It rises as latents come into use. Near zero: the latents are ignored (posterior collapse). "
            "Sliders "
            "with a high KL are the ones worth moving."),
         tr("Kingma & Welling 2014, Auto-encoding variational Bayes")},
        {Term::KlWarmUp, tr("KL warm-up"),
         tr("The KL weight rises from zero over so many epochs, which helps latents into use."),
         tr("Use it when the KL is near zero from the start."),
         tr("Sønderby et al. 2016, Ladder variational autoencoders")},
        {Term::Likelihood, tr("Likelihood"),
         tr("How a pixel's error is counted. Bernoulli: cross-entropy, for images that are nearly black and "
            "white. "
            "Gaussian: squared error, of unit variance or of one that is learned."),
         tr("Photographs: Gaussian, learned. Losses under different likelihoods can't be compared."),
         tr("Rybkin et al. 2021, Simple and effective VAE training with calibrated decoders")},
        {Term::PosteriorCollapse, tr("Posterior collapse"),
         tr("The decoder ignores the latents, so that every image comes out as the same average one."),
         tr("A KL near zero and few active units. Lower the KL weight, warm it up, or use free bits."),
         tr("Bowman et al. 2016, Generating sentences from a continuous space")},
        {Term::Reconstruction, tr("Reconstruction"),
         tr("How much the decoder still gets wrong about an image, in nats."),
         tr("It should fall for held-out images too. If only the training images get better: overfitting."),
         tr("Kingma & Welling 2014, Auto-encoding variational Bayes")},
        {Term::Vae, tr("VAE"),
         tr("Variational autoencoder: an encoder turns an image into a few numbers, with a margin of error, "
            "and a "
            "decoder turns them back."),
         tr("It always learns something; images tend to be smooth."),
         tr("Kingma & Welling 2014, Auto-encoding variational Bayes")},
    };
}

std::vector<GlossaryEntry> ofGans() {
    return {
        {Term::DifferentiableAugmentation, tr("Differentiable augmentation"),
         tr("The discriminator sees real and made images changed at random alike, so that it does not learn "
            "the real "
            "ones by heart."),
         tr("Use it with few images, when D(real) goes to 1 and samples get no better."),
         tr("Zhao et al. 2020, Differentiable augmentation for data-efficient GAN training")},
        {Term::DiscriminatorLoss, tr("Discriminator loss"),
         tr("How badly real and made images are told apart; 1.39 is as good as guessing."),
         tr("Going to zero and staying there: the discriminator wins and the generator learns nothing. "
            "Neither loss "
            "says how good the images are."),
         tr("Goodfellow et al. 2014, Generative adversarial nets")},
        {Term::DiscriminatorScores, tr("D(real), D(made)"),
         tr("How real the discriminator finds real and made images, from 0 to 1."),
         tr("Apart, but not at 1 and 0: both sides learn. Both near 0.5: it cannot tell them apart any more, "
            "or has "
            "given up."),
         tr("Goodfellow et al. 2014, Generative adversarial nets")},
        {Term::Gan, tr("GAN"),
         tr("Generative adversarial network: a generator makes images, a discriminator learns to tell them "
            "from real "
            "ones, and each improves the other."),
         tr("Sharp images, but a game that can tip over: watch D(real) and D(made), and the variety of "
            "samples."),
         tr("Goodfellow et al. 2014, Generative adversarial nets")},
        {Term::GeneratorLoss, tr("Generator loss"), tr("How badly the made images pass for real ones."),
         tr("It swings and need not fall: judge by the samples. Rising without end: the discriminator wins."),
         tr("Goodfellow et al. 2014, Generative adversarial nets")},
        {Term::LabelSmoothing, tr("Label smoothing"),
         tr("By how much the discriminator may doubt real images: 0.1 often steadies the game. Hinge and "
            "relativistic "
            "losses ignore it."),
         tr("Use it when the discriminator's loss goes to zero."),
         tr("Salimans et al. 2016, Improved techniques for training GANs")},
        {Term::ModeCollapse, tr("Mode collapse"),
         tr("The generator makes a few kinds of images only, whatever the latents."),
         tr("Samples that look alike, a low recall, missing classes in Measure. Differentiable augmentation, "
            "a lower "
            "learning rate or another loss help."),
         tr("Goodfellow 2016, NIPS tutorial: Generative adversarial networks")},
        {Term::SpectralNorm, tr("Spectral normalisation"),
         tr("Each layer of the discriminator divides its weights by the most that they can enlarge anything, "
            "so that its judgement changes no faster than the images do. It takes the place of batch "
            "normalisation."),
         tr("Use it when the discriminator wins; it bears higher learning rates, and goes well with the "
            "hinge loss."),
         tr("Miyato et al. 2018, Spectral normalization for generative adversarial networks")},
        {Term::WeightAverage, tr("Weight average"),
         tr("Images are those of a moving average of the generator's weights, which is steadier; so much of "
            "it is "
            "kept from step to step."),
         tr("0.999 is usual; a short run needs less, or it shows the past."),
         tr("Yazici et al. 2019, The unusual effectiveness of averaging in GAN training")},
    };
}

std::vector<GlossaryEntry> ofTraining() {
    return {
        {Term::Augmentation,
         tr("Augmentation"),
         tr("Each training image is changed a little at random, anew in each epoch, which makes few images "
            "last."),
         tr("Only changes under which the images stay what they are: digits must not be mirrored."),
         {}},
        {Term::Batch,
         tr("Batch"),
         tr("How many images are seen before each step of the weights."),
         tr("Larger: steadier and faster an image, but fewer steps an epoch; then raise the learning rate "
            "too."),
         {}},
        {Term::Bf16,
         tr("bf16"),
         tr("Rounds the factors of products to bfloat16; weights and sums stay 32-bit floats. As good for "
            "most "
            "models."),
         tr("Faster on processors that have it, mostly for convolutions. A loss that jumps: go back to f32."),
         {}},
        {Term::ClipGradients, tr("Clip gradients"),
         tr("A longer gradient is cut to this length, which guards against sudden leaps."),
         tr("Use it when the loss leaps up now and then."),
         tr("Pascanu et al. 2013, On the difficulty of training recurrent neural networks")},
        {Term::EarlyStopping,
         tr("Patience"),
         tr("Ends the run after so many epochs without a better loss on held-out images, and keeps the "
            "weights of the "
            "best one."),
         tr("Too small ends a run that was only resting; 5 to 10 are usual."),
         {}},
        {Term::Epoch,
         tr("Epoch"),
         tr("Once through all training images."),
         tr("More as long as the held-out loss falls."),
         {}},
        {Term::Gflop,
         tr("GFLOP"),
         tr("A thousand million operations of arithmetic, counting the products of a step."),
         tr("It says how long a step takes; the time beside it is measured on this machine."),
         {}},
        {Term::HeldOut,
         tr("Held-out images"),
         tr("Images that the model never learns from, to see what it makes of new ones."),
         tr("Dashed in the curves. Their loss turning up while the other falls: overfitting."),
         {}},
        {Term::LearningRate, tr("Learning rate"), tr("How far each step goes. Can be changed while it runs."),
         tr("Too high: the loss jumps or grows. Too low: it falls like a straight line. Find rate... tries "
            "many."),
         tr("Smith 2017, Cyclical learning rates (the search)")},
        {Term::Momentum, tr("Momentum"), tr("How much of the last step goes on in the next."),
         tr("0.9 is usual; with more, lower the learning rate."),
         tr("Sutskever et al. 2013, On the importance of initialization and momentum")},
        {Term::Nats,
         tr("Nats"),
         tr("The unit of information with natural logarithms: 1 nat is 1.44 bits."),
         {},
         {}},
        {Term::Optimizer, tr("Optimizer"),
         tr("How gradients become steps. Adam gives each weight a step of its own size."),
         tr("Adam suits nearly always; SGD wants a learning rate found for it."),
         tr("Kingma & Ba 2015, Adam; Loshchilov & Hutter 2019, AdamW")},
        {Term::Overfitting,
         tr("Overfitting"),
         tr("The training images are learnt by heart: they get better while new ones get worse."),
         tr("The held-out loss turns up. More images, augmentation, dropout, weight decay or an earlier end "
            "help."),
         {}},
        {Term::Schedule, tr("Schedule"),
         tr("How the learning rate changes over the run; the one given is its highest."),
         tr("Cosine ends most runs a little better. Constant suits when the end is not known."),
         tr("Loshchilov & Hutter 2017, SGDR")},
        {Term::Seed,
         tr("Seed"),
         tr("Where random numbers start: the same seed gives the same run again."),
         tr("Two runs that differ by their seed alone show how much is chance."),
         {}},
        {Term::Step, tr("Step"), tr("One change of all weights, after one batch of images."), {}, {}},
        {Term::WeightDecay, tr("Weight decay"), tr("How strongly weights are pulled to zero."),
         tr("A little against overfitting; too much and nothing is learnt."),
         tr("Loshchilov & Hutter 2019, Decoupled weight decay regularization")},
    };
}

std::vector<GlossaryEntry> ofLatents() {
    return {
        {Term::Conditional, tr("Conditional model"),
         tr("Tells the model the class of each image: it then makes images of the class that you choose."),
         tr("The latents are left with the style; the same latents as another class keep it."),
         tr("Kingma et al. 2014, Semi-supervised learning; Mirza & Osindero 2014")},
        {Term::FittedLatents, tr("Fitted latents"),
         tr("Random latents drawn from a mixture of Gaussians that is fitted to the encodings of the "
            "training images, "
            "instead of from the prior."),
         tr("Much better samples than from the prior: the encodings don't fill the prior. Raise the KL "
            "weight."),
         tr("Ghosh et al. 2020, From variational to deterministic autoencoders")},
        {Term::Latent,
         tr("Latent"),
         tr("One of the numbers that describe an image; all of them are a point of the latent space."),
         tr("Few: simple and blurred. Many: detail, but most stay unused unless there is something to tell."),
         {}},
        {Term::Prior,
         tr("Prior"),
         tr("The distribution that latents are to follow, here standard normal: random points are drawn from "
            "it."),
         tr("Values beyond 3 are rare, so that pictures there are guesses."),
         {}},
        {Term::Traversal,
         tr("Traversal"),
         tr("One latent moved over its range while the others rest: a strip of pictures of what it does."),
         tr("Strips that change one thing alone are well separated; strips that don't change are unused."),
         {}},
    };
}

std::vector<GlossaryEntry> makeGlossary() {
    std::vector<GlossaryEntry> all;
    for (const auto& part : {measures(), ofVaes(), ofGans(), ofTraining(), ofLatents()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    std::ranges::sort(all, {}, &GlossaryEntry::term);
    return all;
}

} // namespace

const std::vector<GlossaryEntry>& glossary() {
    static const std::vector<GlossaryEntry> entries = makeGlossary();
    return entries;
}

const GlossaryEntry& entryOf(Term term) {
    return glossary().at(static_cast<std::size_t>(term));
}

QString tipOf(Term term) {
    const GlossaryEntry& entry = entryOf(term);
    const QString meaning = QStringLiteral("<p>%1</p>").arg(entry.meaning.toHtmlEscaped());
    return entry.lookFor.isEmpty() ? meaning
                                   : meaning + QStringLiteral("<p><b>%1</b> %2</p>")
                                                   .arg(tr("Look for:"), entry.lookFor.toHtmlEscaped());
}

QString tipWithSourceOf(Term term) {
    const GlossaryEntry& entry = entryOf(term);
    return entry.source.isEmpty()
               ? tipOf(term)
               : tipOf(term) + QStringLiteral("<p><i>%1</i></p>").arg(entry.source.toHtmlEscaped());
}

} // namespace latentscape
